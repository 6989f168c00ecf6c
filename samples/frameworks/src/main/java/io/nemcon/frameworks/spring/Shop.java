package io.nemcon.frameworks.spring;

import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

/** A service whose methods change two databases, or neither. */
public class Shop {

    private final JdbcTemplate orders;
    private final JdbcTemplate stock;

    public Shop(@Qualifier("orders") DataSource orders, @Qualifier("stock") DataSource stock) {
        this.orders = new JdbcTemplate(orders);
        this.stock = new JdbcTemplate(stock);
    }

    /** Fails, and leaves both databases as they were, if there are no more pieces. */
    @Transactional
    public void order(int item) {
        orders.update("INSERT INTO item_ordered(item) VALUES (?)", item);
        stock.update("UPDATE item SET pieces = pieces - 1 WHERE id = ?", item);
    }
}
