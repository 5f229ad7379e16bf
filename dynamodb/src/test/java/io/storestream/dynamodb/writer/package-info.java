@NullMarked
package io.storestream.dynamodb.writer;

import org.jspecify.annotations.NullMarked;
