package io.nemcon.frameworks.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

/** An order; its ids come from a sequence, fifty at a time. */
@Entity
@Table(name = "item_ordered")
class ItemOrdered {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "order_ids")
    @SequenceGenerator(name = "order_ids", sequenceName = "order_ids", allocationSize = 50)
    private Long id;

    @Column(nullable = false)
    private int item;

    @SuppressWarnings("UnusedVariable") // Hibernate reads it
    private String note;

    protected ItemOrdered() {}

    ItemOrdered(int item) {
        this.item = item;
    }

    Long id() {
        return id;
    }

    void note(String text) {
        note = text;
    }
}
