import { assertEquals } from "@std/assert";
import { nameStudents } from "./students.ts";

function namesOf(paths: string[], stem = "03_server_flow"): string[] {
  return nameStudents(paths.map((path) => ({ path, stem })), "class");
}

Deno.test("nameStudents() takes a file, a folder, or a clone", () => {
  assertEquals(
    namesOf([
      "anna.ts",
      "Ben Ö, jr/server.ts",
      "clone-of-c/lessons/03_server_flow/exercise.ts",
      "dora/src/exercise.ts",
      "emil/03_server_flow.ts",
    ]),
    ["anna", "Ben Ö, jr", "clone-of-c", "dora", "emil"],
  );
});

Deno.test("nameStudents() takes further folders only where one does not tell", () => {
  assertEquals(
    namesOf(["group 1/anna/x.ts", "group 1/ben/x.ts", "group 2/anna/x.ts"]),
    ["group 1/anna", "group 1/ben", "group 2"],
  );
  assertEquals(namesOf(["anna/a/b.ts", "anna/a/c.ts"]), [
    "anna/a/b",
    "anna/a/c",
  ]);
});

Deno.test("nameStudents() gives two lessons of one folder to one student", () => {
  assertEquals(
    nameStudents([
      {
        path: "anna/lessons/03_server_flow/exercise.ts",
        stem: "03_server_flow",
      },
      {
        path: "anna/lessons/04_client_flow/exercise.ts",
        stem: "04_client_flow",
      },
    ], "class"),
    ["anna", "anna"],
  );
});

Deno.test("nameStudents() names a class of one clone after the class", () => {
  assertEquals(namesOf(["lessons/03_server_flow/exercise.ts"]), ["class"]);
});

Deno.test("nameStudents() numbers what nothing tells apart", () => {
  assertEquals(namesOf(["anna.ts", "anna.js"]), ["anna", "anna (2)"]);
});

Deno.test("nameStudents() leaves out what a platform added, unless it tells two apart", () => {
  assertEquals(namesOf(["Anna M_12_assignsubmission_file_/x.ts"]), ["Anna M"]);
  assertEquals(
    namesOf([
      "Anna M_12_assignsubmission_file_/x.ts",
      "Anna M_13_assignsubmission_file_/x.ts",
    ]),
    ["Anna M_12_assignsubmission_file_", "Anna M_13_assignsubmission_file_"],
  );
});
