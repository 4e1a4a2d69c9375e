/**
 * Opens files in `$VISUAL`, `$EDITOR`, or VS Code where it is installed, and
 * waits until the editor ends. Its arguments: a line of the first file, and
 * the files.
 *
 * @module
 */
const [line, first, ...others] = Deno.args;

/**
 * The files as an editor takes them, so that it shows the line of the first.
 *
 * @param command The editor's program, perhaps with its folder.
 */
function filesFor(command: string): string[] {
  const name = command.replace(/^.*[\\/]/, "").replace(/\.(exe|cmd)$/i, "");
  if (line === "1") return [first, ...others];
  if (/^(code|code-insiders|codium|cursor)$/.test(name)) {
    return [...others, "--goto", `${first}:${line}`];
  }
  if (/^(vi|vim|nvim|nano|emacs|emacsclient|micro|kak|joe)$/.test(name)) {
    return [`+${line}`, first, ...others];
  }
  // How another one takes a line is not known.
  return [first, ...others];
}

const editors = [
  Deno.env.get("VISUAL"),
  Deno.env.get("EDITOR"),
  "code",
  // On Windows `code` is a script that only a shell can start.
  Deno.build.os === "windows" ? "notepad" : undefined,
].filter((editor): editor is string => !!editor?.trim());

/** Starts an editor and waits for its end; its status, `undefined` if there is no such program. */
async function open(editor: string): Promise<number | undefined> {
  // EDITOR may hold options, and a path with spaces stands in quotes.
  const [command, ...options] = (editor.match(/"[^"]*"|'[^']*'|\S+/g) ?? [])
    .map((word) => word.replace(/^(["'])(.*)\1$/, "$2"));
  try {
    const { code } = await new Deno.Command(command, {
      args: [...options, ...filesFor(command)],
      stdin: "inherit",
      stdout: "inherit",
      stderr: "inherit",
    }).spawn().status;
    return code;
  } catch (error) {
    const { NotFound, PermissionDenied } = Deno.errors;
    if (error instanceof NotFound || error instanceof PermissionDenied) return;
    throw error;
  }
}

for (const editor of editors) {
  const code = await open(editor);
  if (code === undefined) continue;
  if (code === 0) Deno.exit(0);
  console.error(
    `Cannot tell whether the files were opened: ${editor} ended with status ${code}; set EDITOR to another, or open ${first}`,
  );
  Deno.exit(3);
}
console.error(
  `Cannot open an editor: tried ${
    editors.join(", ")
  }; set EDITOR to yours, or open ${first}`,
);
Deno.exit(3);
