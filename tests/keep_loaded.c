/* keep_loaded.c - libraries stay where they are, for programs that are searched for leaks.
 *
 * Drivers of OpenGL are loaded and let go by the program's window. What they keep for the process
 * hangs on their own variables: with these gone it looks lost, and the stacks of its allocation have
 * no names. Preloaded, this keeps both. */
int dlclose(void *library);

int dlclose(void *library)
{
    (void)library;
    return 0;
}
