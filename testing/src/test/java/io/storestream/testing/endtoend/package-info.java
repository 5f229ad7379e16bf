/** The whole path, with embedded backends and with containers. */
@NullMarked
package io.storestream.testing.endtoend;

import org.jspecify.annotations.NullMarked;
