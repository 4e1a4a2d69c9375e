/* Can a server listen again on its port? After each way in which its last
 * connection can end, without and with SO_REUSEADDR on both listeners.
 *
 * cc -o restart restart.c && ./restart
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void fail(const char *call) {
  perror(call);
  exit(1);
}

/* A listener on 127.0.0.1; -1 when the address is in use. */
static int listen_on(int port, int reuse) {
  struct sockaddr_in at = {0};
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0) fail("socket");
  /* The length is that of the value, and the call comes before bind(). */
  if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse) < 0) fail("setsockopt");
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, 5) == 0) return fd;
  if (errno != EADDRINUSE) fail("bind");
  close(fd);
  return -1;
}

int main(void) {
  const char *ends[] = {
      "no connection was made", "the client closes first", "the server closes first",
      "its connection is still open", "its listener is still open",
  };
  for (int end = 0; end < 5; end++) {
    for (int reuse = 0; reuse < 2; reuse++) {
      struct sockaddr_in at;
      socklen_t length = sizeof at;
      char byte;
      int client = -1, server = -1;
      int listener = listen_on(0, reuse);
      getsockname(listener, (struct sockaddr *)&at, &length);
      if (end > 0 && end < 4) {
        client = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(client, (struct sockaddr *)&at, length) < 0) fail("connect");
        server = accept(listener, NULL, NULL);
        if (server < 0) fail("accept");
      }
      if (end != 4) close(listener);
      if (end == 1 || end == 2) {
        int first = end == 1 ? client : server, second = end == 1 ? server : client;
        close(first);
        if (read(second, &byte, 1) != 0) fail("read");
        close(second);
        usleep(20000); /* The last ACK arrives. */
      }
      int again = listen_on(ntohs(at.sin_port), reuse);
      printf("%-29s %-13s %s\n", ends[end], reuse ? "SO_REUSEADDR" : "without",
             again >= 0 ? "ok" : "EADDRINUSE");
      if (again >= 0) close(again);
      if (end == 4) close(listener);
      if (end == 3) close(client), close(server);
    }
  }
  return 0;
}
