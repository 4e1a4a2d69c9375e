import { fileURLToPath } from "node:url";

/**
 * Makes a symbolic link by ln(1): `Deno.symlink` wants the permission to read
 * and write every file. Not on Windows.
 *
 * @param target What the link leads to, as it stands in the link.
 * @param link Where the link is made.
 */
export async function makeLink(target: string, link: URL): Promise<void> {
  const { success, stderr } = await new Deno.Command("ln", {
    args: ["-s", target, fileURLToPath(link)],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
