@NullMarked
package io.storestream.queryapi.http.access;

import org.jspecify.annotations.NullMarked;
