/*
 * A client with the wire behaviour of the notes' C client: sends each word of
 * its standard input, without a terminator, and waits for one answer.
 *
 * usage: notes_client PORT
 */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int fail(const char *call) {
  perror(call);
  return 1;
}

int main(int argc, char *argv[]) {
  if (argc != 2) {
    fprintf(stderr, "usage: notes_client PORT\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  struct sockaddr_in address = {
      .sin_family = AF_INET,
      .sin_port = htons((unsigned short)atoi(argv[1])),
      .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
  };
  int conn = socket(AF_INET, SOCK_STREAM, 0);
  if (conn == -1) return fail("socket");
  if (connect(conn, (struct sockaddr *)&address, sizeof address) == -1) {
    return fail("connect");
  }
  char word[1024];
  char reply[1024];
  while (scanf("%1023s", word) == 1) {
    if (send(conn, word, strlen(word), 0) == -1) return fail("send");
    ssize_t n = recv(conn, reply, sizeof reply, 0);
    if (n == -1) return fail("recv");
    printf("Client recv: %.*s\n", (int)n, reply);
    if (n == 0 || strcmp(word, "exit") == 0) break;
  }
  close(conn);
  return 0;
}
