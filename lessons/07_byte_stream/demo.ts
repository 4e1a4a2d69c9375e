export async function* demo() {}
