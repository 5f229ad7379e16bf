/** Tests of the geography. */
@NullMarked
package io.storestream.quickstart.generate.geography;

import org.jspecify.annotations.NullMarked;
