/**
 * Opens files in `$VISUAL`, `$EDITOR`, or VS Code where it is installed, and
 * waits until the editor ends. The files are its arguments.
 *
 * @module
 */
const editors = [Deno.env.get("VISUAL"), Deno.env.get("EDITOR"), "code"]
  .filter((editor): editor is string => !!editor?.trim());

/** Starts an editor; `false` if there is no such program. */
async function open(editor: string): Promise<boolean> {
  // EDITOR may hold options: "code --wait".
  const [command, ...options] = editor.trim().split(/\s+/);
  try {
    const { code } = await new Deno.Command(command, {
      args: [...options, ...Deno.args],
      stdin: "inherit",
      stdout: "inherit",
      stderr: "inherit",
    }).spawn().status;
    if (code !== 0) console.error(`${command} ended with status ${code}`);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

let opened = false;
for (const editor of editors) {
  if (opened) break;
  opened = await open(editor);
}
if (!opened) {
  console.error(
    `Cannot open an editor: tried ${
      editors.join(", ")
    }; set EDITOR to yours, or open ${Deno.args[0]}`,
  );
  Deno.exit(3);
}
