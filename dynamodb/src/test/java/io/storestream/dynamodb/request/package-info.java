@NullMarked
package io.storestream.dynamodb.request;

import org.jspecify.annotations.NullMarked;
