/* Asks this kernel: a socket is bound and in some state; can another one be bound
 * to the same port? Each combination of state, addresses and options, on a port
 * of its own. One line: state, existing address, wanted address, 16 answers
 * (. ok, X EADDRINUSE), the options counted in binary: existing SO_REUSEADDR 8,
 * existing SO_REUSEPORT 4, wanted SO_REUSEADDR 2, wanted SO_REUSEPORT 1.
 *
 * cc -o bind_table bind_table.c && ./bind_table
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *STATES[] = {"LISTEN", "ESTABLISHED", "FIN_WAIT_2", "CLOSE_WAIT", "TIME_WAIT"};
static const char *PAIRS[][2] = {
    {"127.0.0.1", "127.0.0.1"}, {"127.0.0.1", "127.0.0.2"},
    {"0.0.0.0", "127.0.0.1"},   {"127.0.0.1", "0.0.0.0"},
    {"0.0.0.0", "0.0.0.0"},
};

static void fail(const char *call) {
  perror(call);
  exit(1);
}

static int socket_with(int reuse_addr, int reuse_port) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0) fail("socket");
  if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse_addr, sizeof reuse_addr) < 0) fail("SO_REUSEADDR");
  if (setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &reuse_port, sizeof reuse_port) < 0) fail("SO_REUSEPORT");
  return fd;
}

static int bind_to(int fd, const char *host, int port) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port)};
  inet_pton(AF_INET, host, &at.sin_addr);
  return bind(fd, (struct sockaddr *)&at, sizeof at);
}

/* Brings a bound socket into the state; it stays there while the peer is held. */
static void enter(int state, int fd, int listener, struct sockaddr_in *to, int *peer) {
  char byte;
  if (state == 0) {
    if (listen(fd, 1) < 0) fail("listen");
    return;
  }
  if (connect(fd, (struct sockaddr *)to, sizeof *to) < 0) fail("connect");
  if ((*peer = accept(listener, NULL, NULL)) < 0) fail("accept");
  if (state == 2 || state == 4) {
    shutdown(fd, SHUT_WR);
    if (read(*peer, &byte, 1) != 0) fail("read");
  }
  if (state >= 3) {
    shutdown(*peer, SHUT_WR);
    if (read(fd, &byte, 1) != 0) fail("read");
  }
}

int main(void) {
  int port = 20000;
  struct sockaddr_in to = {0};
  socklen_t length = sizeof to;
  int listener = socket_with(0, 0);
  if (bind_to(listener, "127.0.0.1", 0) < 0 || listen(listener, 5) < 0) fail("listen");
  getsockname(listener, (struct sockaddr *)&to, &length);
  for (int state = 0; state < 5; state++) {
    for (int pair = 0; pair < 5; pair++) {
      char answers[17] = {0};
      for (int flags = 0; flags < 16; flags++) {
        int peer = -1;
        int old = socket_with(flags >> 3 & 1, flags >> 2 & 1);
        while (bind_to(old, PAIRS[pair][0], ++port) < 0) {
          if (errno != EADDRINUSE) fail("bind");
        }
        enter(state, old, listener, &to, &peer);
        /* In TIME_WAIT no descriptor is left. */
        if (state == 4) close(old);
        int wanted = socket_with(flags >> 1 & 1, flags & 1);
        int bound = bind_to(wanted, PAIRS[pair][1], port);
        if (bound < 0 && errno != EADDRINUSE) fail("bind");
        /* Two sockets may be bound and not be able to listen both. */
        if (bound == 0 && listen(wanted, 1) < 0) {
          if (errno != EADDRINUSE) fail("listen");
          bound = -1;
        }
        answers[flags] = bound == 0 ? '.' : 'X';
        close(wanted);
        if (state != 4) close(old);
        if (peer >= 0) close(peer);
      }
      printf("%-11s  %-9s  %-9s  %s\n", STATES[state], PAIRS[pair][0], PAIRS[pair][1], answers);
    }
  }
  return 0;
}
