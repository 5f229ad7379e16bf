@NullMarked
package io.storestream.queryapi.render;

import org.jspecify.annotations.NullMarked;
