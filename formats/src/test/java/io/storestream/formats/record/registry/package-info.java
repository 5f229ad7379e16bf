@NullMarked
package io.storestream.formats.record.registry;

import org.jspecify.annotations.NullMarked;
