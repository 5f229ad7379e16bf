/** Tests of the pages in Chromium; {@link io.storestream.queryapi.browser.Browser} drives it. */
@NullMarked
package io.storestream.queryapi.browser;

import org.jspecify.annotations.NullMarked;
