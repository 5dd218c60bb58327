/* libpq for Swift: only the client library, nothing of the server's headers. */
#include <libpq-fe.h>
