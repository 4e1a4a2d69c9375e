/*
 * A server with the wire behaviour of the notes' C server, for one client:
 * every chunk is answered with OK!!!, a chunk equal to "exit" ends the session.
 *
 * usage: notes_server      prints the port it listens on, then what it receives
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int fail(const char *call) {
  perror(call);
  return 1;
}

int main(void) {
  struct sockaddr_in address = {
      .sin_family = AF_INET,
      .sin_port = 0,
      .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
  };
  socklen_t length = sizeof address;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (listener == -1) return fail("socket");
  if (bind(listener, (struct sockaddr *)&address, length) == -1) {
    return fail("bind");
  }
  if (listen(listener, 64) == -1) return fail("listen");
  if (getsockname(listener, (struct sockaddr *)&address, &length) == -1) {
    return fail("getsockname");
  }
  printf("port %d\n", ntohs(address.sin_port));
  fflush(stdout);

  int conn = accept(listener, NULL, NULL);
  if (conn == -1) return fail("accept");
  char chunk[1024];
  for (;;) {
    ssize_t n = recv(conn, chunk, sizeof chunk, 0);
    if (n == -1) return fail("recv");
    if (n == 0) {
      printf("Client quit!!!\n");
      break;
    }
    printf("Server recv: %.*s\n", (int)n, chunk);
    fflush(stdout);
    if (send(conn, "OK!!!", 5, 0) != 5) return fail("send");
    if (n == 4 && memcmp(chunk, "exit", 4) == 0) break;
  }
  close(conn);
  close(listener);
  return 0;
}
