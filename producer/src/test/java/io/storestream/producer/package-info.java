/** Tests; those that publish use a real broker. */
@NullMarked
package io.storestream.producer;

import org.jspecify.annotations.NullMarked;
