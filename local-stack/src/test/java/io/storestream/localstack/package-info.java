/** Shows that both servers keep what their Javadoc promises. */
@NullMarked
package io.storestream.localstack;

import org.jspecify.annotations.NullMarked;
