/** A text, and the name of its content. */
export interface Version {
  text: string;
  name: string;
}

/** How saving ended: saved, or somebody else has changed it meanwhile. */
export type Saved =
  | { how: "saved"; name: string }
  | { how: "conflict"; other: Version };
