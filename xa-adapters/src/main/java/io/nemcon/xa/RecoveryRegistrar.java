package io.nemcon.xa;

import io.nemcon.agent.ParticipantAgent;
import io.nemcon.agent.RecoverableResource;
import io.nemcon.core.id.ResourceName;

/** Where a data source hands its database to the agent that recovers it. Thread-safe. */
public interface RecoveryRegistrar {

    /**
     * From here on the registrar owns the resource and closes it.
     *
     * @throws IllegalStateException if there is one of this name already; that one stays, and this one is not taken
     */
    void register(RecoverableResource resource);

    /** Closes the resource of this name. Does nothing if there is none. */
    void unregister(ResourceName name);

    /**
     * Whether work in this resource may begin; asked once for each life of its server, before anything is done in it.
     *
     * @param position a transaction number that the resource has just given out
     * @return why not; empty if it may
     */
    default String refusal(ResourceName name, long position) {
        return "";
    }

    /** The agent inside a client's process. */
    static RecoveryRegistrar of(ParticipantAgent agent) {
        return new RecoveryRegistrar() {
            @Override
            public void register(RecoverableResource resource) {
                agent.register(resource);
            }

            @Override
            public String refusal(ResourceName name, long position) {
                return agent.refusal(name, position);
            }

            @Override
            public void unregister(ResourceName name) {
                agent.unregister(name);
            }
        };
    }
}
