/**
 * Every grader, in one process: what `deno test` runs.
 *
 * @module
 */
import "./01_byte_order_test.ts";
import "./02_addresses_test.ts";
import "./03_server_flow_test.ts";
import "./04_client_flow_test.ts";
import "./05_state_transitions_test.ts";
import "./06_half_close_test.ts";
import "./07_byte_stream_test.ts";
import "./08_buffers_test.ts";
import "./09_connection_endings_test.ts";
import "./10_accept_queue_test.ts";
import "./11_time_wait_test.ts";
import "./12_four_tuple_test.ts";
import "./13_on_the_wire_test.ts";
import "./14_silence_test.ts";
import "./15_web_server_test.ts";
