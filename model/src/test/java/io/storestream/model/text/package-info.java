@NullMarked
package io.storestream.model.text;

import org.jspecify.annotations.NullMarked;
