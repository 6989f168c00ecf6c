package io.nemcon.frameworks.hibernate;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** What is in stock of an item. */
@Entity
@Table(name = "item")
class Item {

    @Id
    private int id;

    private int pieces;

    @Version
    private int version;

    protected Item() {}

    int pieces() {
        return pieces;
    }

    void take(int number) {
        pieces -= number;
    }
}
