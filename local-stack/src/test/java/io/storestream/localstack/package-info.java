/** Tests of the guarantees in the Javadoc of both servers. */
@NullMarked
package io.storestream.localstack;

import org.jspecify.annotations.NullMarked;
