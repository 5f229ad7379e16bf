/** What the tests of all maintenance commands share. */
@NullMarked
package io.storestream.maintenance;

import org.jspecify.annotations.NullMarked;
