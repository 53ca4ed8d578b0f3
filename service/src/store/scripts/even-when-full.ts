/**
 * First line of a script that Redis runs also when its memory is full. For what frees memory, and what has to work for
 * memory to be freed. A script without it is refused before it starts, and one with it may write anything.
 * https://redis.io/docs/latest/develop/interact/programmability/lua-api/#script_flags
 */
export const evenWhenFull = "#!lua flags=allow-oom\n";
