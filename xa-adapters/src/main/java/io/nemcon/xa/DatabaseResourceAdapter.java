package io.nemcon.xa;

import io.nemcon.agent.RecoverableResource;
import io.nemcon.agent.ResourceAdapter;
import io.nemcon.agent.ResourceAddress;
import io.nemcon.agent.ResourceUnreachableException;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.Adapters;
import io.nemcon.xa.spi.DatabaseAdapter;
import java.sql.SQLException;

/** Every database that there is an adapter for, as a resource of a standing agent. */
public final class DatabaseResourceAdapter implements ResourceAdapter {

    @Override
    public boolean accepts(String url) {
        return Adapters.forUrl(url) != null;
    }

    @Override
    public RecoverableResource open(ResourceAddress address) throws ResourceUnreachableException {
        DatabaseAdapter adapter = Adapters.forUrl(address.url());
        if (adapter == null) {
            throw new IllegalArgumentException("no adapter knows databases like " + address.url());
        }
        try {
            return adapter.open(settings(address)).recoverable();
        } catch (SQLException unfit) {
            throw new ResourceUnreachableException("resource " + address.name() + " at " + address.url(), unfit);
        }
    }

    private static AdapterSettings settings(ResourceAddress address) {
        return new AdapterSettings(
                address.name(),
                address.url(),
                address.user(),
                address.password(),
                address.properties(),
                AdapterSettings.VERIFY_TIMEOUT,
                AdapterSettings.ANSWER_TIMEOUT,
                false);
    }
}
