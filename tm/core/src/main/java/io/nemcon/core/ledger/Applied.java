package io.nemcon.core.ledger;

import io.nemcon.core.protocol.Result;
import java.util.List;

/**
 * What one entry did.
 *
 * @param results one for each command, in order
 * @param effects what is wanted done, in order
 */
public record Applied(List<Result> results, List<Effect> effects) {}
