package io.nemcon.core.transcript;

import java.util.List;

/** Carries out the commands of one story, block by block, and says in lines what came of them. */
public interface Script {

    List<String> run(List<String> commands);

    /** Checks that hold at the end of every story. */
    default void atEnd() {}
}
