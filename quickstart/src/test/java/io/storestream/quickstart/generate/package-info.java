/** Tests of the generator. */
@NullMarked
package io.storestream.quickstart.generate;

import org.jspecify.annotations.NullMarked;
