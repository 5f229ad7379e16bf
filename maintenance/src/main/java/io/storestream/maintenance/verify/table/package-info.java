/**
 * Reading and guarded writing of the table that is verified. Start at {@link
 * io.storestream.maintenance.verify.table.TableScan}.
 */
@NullMarked
package io.storestream.maintenance.verify.table;

import org.jspecify.annotations.NullMarked;
