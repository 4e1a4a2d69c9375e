/**
 * What a grader is written with; `README.md` says how. Graders import nothing
 * else of the engine but `tcp/`, `kernel/` and `endpoint.ts`.
 *
 * @module
 */
export { load } from "./child/load.ts";
export type { Loaded, LoadOptions } from "./child/loaded.ts";
export type { CheckOptions } from "./child/check_options.ts";

// Forms of a check.
export type { Calls } from "./kit/calls.ts";
export type { Called, CallsOptions } from "./kit/running_call.ts";
export type {
  MakeScene,
  Played,
  Scene,
  SceneOptions,
} from "./kit/running_scene.ts";
export { joinScenes } from "./kit/running_scene.ts";
export type { Scenes } from "./kit/scenes.ts";
export type { Action } from "./kit/exchange.ts";
export type { ReadSign } from "./kit/step.ts";
export type { ServesOptions } from "./kit/running_server.ts";
export type { Served } from "./kit/served.ts";
export type { Serves } from "./kit/server.ts";
export { countFact } from "./kit/count_fact.ts";
export { each } from "./kit/each.ts";
export { stateRules } from "./kit/state_rules.ts";
export { fed } from "./kit/fed.ts";
export { LentBuffers } from "./kit/lent_buffers.ts";
export { Pings } from "./kit/pings.ts";
export { either, refusal, such } from "./kit/expectations.ts";
export type { Row } from "./kit/row.ts";
export type { ValuesOptions } from "./kit/values.ts";
export { numberOf, ofNumber } from "./kit/table_cells.ts";
export { textRows } from "./kit/text_rows.ts";
export type { CheckNeeds } from "./kit/register.ts";

// Checks in code.
export {
  equal,
  expect,
  fieldOf,
  isEqual,
  settles,
  show,
  type Telling,
  throws,
} from "./kit/expect.ts";
export { missingFields } from "./kit/missing_fields.ts";
export { onlyFields } from "./kit/only_fields.ts";
export { isInstance } from "./kit/instance.ts";
export { LongStream } from "./kit/long_stream.ts";
export { literal } from "./kit/literal.ts";
export { onPurpose } from "./kit/on_purpose.ts";
export {
  misfits,
  misread,
  misreadAddress,
  outOfRange,
  unsigned,
} from "./kit/numbers.ts";
export { SIGNED } from "./kit/wrong_kind.ts";
export { counted } from "../counted.ts";
export { pattern } from "../pattern.ts";
export { plainList } from "./kit/plain_list.ts";
export { sameBytes } from "./kit/same_bytes.ts";
export { type Cause, type Fault, Wrong } from "../sandbox/fault.ts";
export { isOfItsCode } from "../sandbox/error_question.ts";
export { LIMITS } from "../sandbox/limits.ts";
export { isBytes, plainBytes } from "../sandbox/plain_bytes.ts";
export { faultOf } from "../sandbox/thrown_fault.ts";
export { delay, eventually, isPending, settle, within } from "./kit/waiting.ts";
export { elapse, inMs, isVirtual } from "./kit/pass_time.ts";
export { watchTimers } from "./kit/watch_timers.ts";
export * as addresses from "./kit/addresses.ts";
export * as random from "./kit/random.ts";
export { afterCheck, lookAt, note } from "./kit/check_context.ts";

// Peers and sockets.
export { Peer } from "./kit/peer.ts";
export { servesAnyNumber } from "./kit/many_clients.ts";
export { speakAtOnce } from "./kit/speak_at_once.ts";
export { stopsAsTheyConnect } from "./kit/stop_race.ts";
export type { WaitOptions } from "./kit/peer_reads.ts";
export { type Host, host } from "./kit/host.ts";
export { type Pair, pair } from "./kit/pair.ts";
export { awaitRows, isShown, rowsInWords } from "./kit/shown_state.ts";
export { EnteredStates } from "./kit/entered_states.ts";
export { printedTables } from "./kit/printed_tables.ts";
export { arrivals } from "./kit/arrivals.ts";
export {
  haveOwnKeys,
  nameEveryConnection,
  ownKeys,
} from "./kit/connection_keys.ts";
export { type Ends, endsIn, endsInWords, withEnds } from "./kit/ends.ts";
export { BOUND_SOCKETS } from "./kit/bound_sockets.ts";
export { traces } from "./kit/traces.ts";
export {
  CountedHandler,
  handlerFacts,
  toldHandler,
} from "./kit/told_handler.ts";
export { type EchoServer, echoServer } from "./kit/echo.ts";
export {
  listensOnPort,
  obeysPort,
  refusesTakenPort,
} from "./kit/given_port.ts";
export { expectListening, Tries } from "./kit/listens.ts";
export { DeafServers } from "./kit/deaf_servers.ts";
export { silentServer } from "./kit/silent_server.ts";
export { closedPort } from "./kit/ports.ts";
export { concat } from "./kit/incoming.ts";
export { nothingComes } from "./kit/peer_steps.ts";
export { once } from "./kit/once.ts";
export type { End } from "./kit/peer_faults.ts";
export { toBytes } from "./kit/payload.ts";
export {
  flagsOf,
  ipv4,
  type PacketParts,
  saidBy,
  saying,
  SEGMENT,
  type SegmentParts,
  tcp,
  u16,
} from "./kit/packets.ts";
export { viewOf } from "./kit/view_of.ts";
export { latin1, latin1Text, quoteBytes } from "./kit/latin1.ts";
export {
  headOf,
  lookAtHead,
  type PlainHead,
  plainHead,
} from "./kit/http_heads.ts";
export { httpSigns, requestHead } from "./kit/http_signs.ts";
export {
  factsOfRequests,
  type SeenRequest,
  seenRequest,
} from "./kit/seen_requests.ts";
export { type LogForm, shorten } from "./kit/log.ts";
export { countOpen, countPendingAccepts } from "./kit/open_sockets.ts";
export { denoWire, isOpenConn, real } from "./kit/wire.ts";
export { denoError, osError } from "../network/errors.ts";
export {
  acceptAs,
  changeConnects,
  failAccepts,
  failConnects,
  type FailingAccepts,
  reachAs,
  standInForAccept,
  standInForConnect,
  watchConnects,
  type WatchedConnect,
} from "./kit/stand_ins.ts";
export { ChunkSource } from "./kit/chunk_source.ts";
export { endWriteAtClose, giveUnsent, limitReads } from "./kit/limited_conn.ts";
export { largestBuffer } from "./kit/read_results.ts";
export { skipFullQueues } from "./kit/full_queues.ts";
export { type Meter, meter } from "./kit/metered_conn.ts";
