@NullMarked
package io.storestream.queryapi.http;

import org.jspecify.annotations.NullMarked;
