package io.nemcon.simulation.check;

import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;

/** Which results are answers to which commands. */
final class Answers {

    private Answers() {}

    static boolean fits(Command command, Result result) {
        if (result instanceof Result.Refused) {
            return true;
        } else if (command instanceof Command.OpenSession) {
            return result instanceof Result.SessionOpened;
        } else if (command instanceof Command.FromSession from) {
            return fits(from.body(), result);
        }
        return result instanceof Result.Done || result instanceof Result.NotApplicable;
    }

    /** DECIDE is answered with an outcome always, also where its session has ended. */
    private static boolean fits(SessionCommand command, Result result) {
        if (command instanceof SessionCommand.Decide) {
            return result instanceof Result.Decided;
        } else if (command instanceof SessionCommand.Finished) {
            return result instanceof Result.Done;
        } else if (command instanceof SessionCommand.UnregisterAgent) {
            return result instanceof Result.Done || result instanceof Result.NotApplicable;
        } else if (result instanceof Result.SessionEnded) {
            return true;
        } else if (command instanceof SessionCommand.RegisterAgent) {
            return result instanceof Result.AgentRegistered || result instanceof Result.NotApplicable;
        } else if (command instanceof SessionCommand.OpenIncident) {
            return result instanceof Result.IncidentOpened;
        }
        return result instanceof Result.Done;
    }
}
