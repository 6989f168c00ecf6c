/**
 * Rules that hold for the whole project, tested on the classes of every module and on the tracked files.
 *
 * <p>Start reading at {@link io.nemcon.architecture.ModulesTest}.
 */
@NullMarked
package io.nemcon.architecture;

import org.jspecify.annotations.NullMarked;
