@NullMarked
package io.storestream.maintenance.verify;

import org.jspecify.annotations.NullMarked;
