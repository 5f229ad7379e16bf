/** Tests of the running application. */
@NullMarked
package io.storestream.ingester.command;

import org.jspecify.annotations.NullMarked;
