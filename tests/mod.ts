import "./03_server_flow_test.ts";
