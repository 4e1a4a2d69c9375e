/**
 * Servers that listen and do not accept: lines of a scene.
 *
 * @module
 */
import type { Endpoint } from "../../endpoint.ts";
import { afterCheck, note } from "./check_context.ts";
import type { Action, Fact } from "./exchange.ts";
import { equal } from "./expect.ts";
import { isVirtual } from "./pass_time.ts";
import type { Stage } from "./stage.ts";
import { standInForConnect } from "./stand_ins.ts";
import { isPending } from "./waiting.ts";
import { real } from "./wire.ts";

/** The servers of one scene, by their names. */
export class DeafServers {
  readonly #stage: Stage;
  readonly #listeners = new Map<string, Deno.TcpListener>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Lets a server listen. Its queue has room for all, unless `room` says for how many. */
  #listen(
    name: string,
    { room, hostname = "127.0.0.1" }: { room?: number; hostname?: string } = {},
  ): Deno.TcpListener {
    const tcpBacklog = room && room - 1;
    const listener = real.listen({ hostname, port: 0, tcpBacklog });
    afterCheck(() => listener.close());
    // Other systems round the backlog up, or answer a full queue with RST: what
    // sockets of node: meet there is not counted.
    if (room && !isVirtual() && Deno.build.os !== "linux") {
      standInForConnect(real.connect);
    }
    const backlog = room ? ` with tcpBacklog ${tcpBacklog}` : "";
    note(`${name} listens${backlog}, and does not accept`);
    this.#listeners.set(name, listener);
    return listener;
  }

  /** Where a server listens; one that is named for the first time has room for all. */
  endpoint(name: string): Endpoint {
    const { hostname, port } =
      (this.#listeners.get(name) ?? this.#listen(name)).addr;
    return { hostname, port };
  }

  readonly facts: Record<string, Fact> = {
    "connections made": async ([due]) => {
      let came = 0;
      for (; came <= Number(due); came++) {
        const accepting = this.#listeners.get("server")!.accept();
        accepting.catch(() => {});
        if (await isPending(accepting)) break;
        (await accepting).close();
      }
      equal(came, Number(due), {
        did: `connections that ${this.#stage.did} made`,
      });
    },
  };

  readonly actions: Record<string, Action> = {
    "server listens on …": (hostname: string) =>
      void this.#listen("server", { hostname }),
    "server has room for …": (room: number | string) =>
      void this.#listen("server", { room: Number(room) }),
    "server has a full queue": async () => {
      this.#listen("server", { room: 1 });
      const first = await real.connect(this.endpoint("server"));
      afterCheck(() => first.close());
      note("one client is in its queue: the queue is full");
    },
  };
}
