/*
 * A web server for measurements: one thread, epoll(7), the answer that the
 * other servers of tools/bench/web_server_bench.ts give. It takes every request
 * for a GET whose head comes whole, and has no deadlines.
 *
 * It prints its port, and runs until it is killed.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BODY "Hello from a bare socket\n"

/* Ends the program, with what failed and why. */
static void must(int holds, const char *what) {
  if (holds) return;
  perror(what);
  exit(1);
}

/* Answers one request. The answer is short: one send() takes it. */
static void answer(int fd) {
  char date[40], text[300];
  time_t now = time(NULL);
  struct tm tm;
  gmtime_r(&now, &tm);
  strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &tm);
  int length = snprintf(text, sizeof text,
                        "HTTP/1.1 200 OK\r\n"
                        "Content-Type: text/plain\r\n"
                        "Date: %s\r\n"
                        "Connection: close\r\n"
                        "Content-Length: %zu\r\n\r\n" BODY,
                        date, strlen(BODY));
  send(fd, text, (size_t)length, MSG_NOSIGNAL);
  shutdown(fd, SHUT_WR);
}

int main(void) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, IPPROTO_TCP);
  must(listener >= 0, "socket");
  struct sockaddr_in here = {.sin_family = AF_INET};
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof here;
  must(bind(listener, (struct sockaddr *)&here, size) == 0, "bind");
  must(listen(listener, 511) == 0, "listen");
  must(getsockname(listener, (struct sockaddr *)&here, &size) == 0,
       "getsockname");
  printf("%d\n", ntohs(here.sin_port));
  fflush(stdout);

  int epoll = epoll_create1(0);
  must(epoll >= 0, "epoll_create1");
  struct epoll_event interest = {.events = EPOLLIN, .data.fd = listener};
  must(epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &interest) == 0, "epoll_ctl");
  while (1) {
    struct epoll_event events[64];
    int count = epoll_wait(epoll, events, 64, -1);
    for (int i = 0; i < count; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) {
        int conn = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
        if (conn < 0) continue;
        interest.data.fd = conn;
        must(epoll_ctl(epoll, EPOLL_CTL_ADD, conn, &interest) == 0,
             "epoll_ctl");
        continue;
      }
      char buffer[4096];
      ssize_t n = recv(fd, buffer, sizeof buffer, 0);
      if (n <= 0) {
        close(fd); /* The client has closed: what was sent has arrived. */
      } else if (memmem(buffer, (size_t)n, "\r\n\r\n", 4)) {
        answer(fd);
      }
    }
  }
}
