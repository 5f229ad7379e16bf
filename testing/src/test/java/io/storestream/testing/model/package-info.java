/** Tests of the model. */
@NullMarked
package io.storestream.testing.model;

import org.jspecify.annotations.NullMarked;
