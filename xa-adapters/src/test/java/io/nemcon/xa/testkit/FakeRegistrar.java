package io.nemcon.xa.testkit;

import io.nemcon.agent.RecoverableResource;
import io.nemcon.core.id.ResourceName;
import io.nemcon.xa.RecoveryRegistrar;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An agent's list of resources, without the agent. */
public final class FakeRegistrar implements RecoveryRegistrar {

    private final Map<ResourceName, RecoverableResource> resources = new ConcurrentHashMap<>();

    @Override
    public void register(RecoverableResource resource) {
        if (resources.putIfAbsent(resource.name(), resource) != null) {
            throw new IllegalStateException("resource '" + resource.name() + "' is registered already");
        }
    }

    @Override
    public void unregister(ResourceName name) {
        RecoverableResource gone = resources.remove(name);
        if (gone != null) {
            gone.close();
        }
    }

    public RecoverableResource resource(String name) {
        return resources.get(new ResourceName(name));
    }

    public boolean isEmpty() {
        return resources.isEmpty();
    }
}
