package io.nemcon.frameworks.mybatis;

import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Many;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Result;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.cursor.Cursor;

/** The mappers of the tests. */
final class Mappers {

    private Mappers() {}

    /** A row of orders. */
    static class Order {
        Long id;
        int item;

        Order() {}

        Order(int item) {
            this.item = item;
        }
    }

    /** An item and its orders. */
    static class Ordered {
        int item;
        List<Long> ids;
    }

    interface Orders {

        @Insert("INSERT INTO item_ordered(item) VALUES (#{item})")
        @Options(useGeneratedKeys = true, keyProperty = "id")
        int add(Order order);

        @Select("SELECT count(*) FROM item_ordered")
        int count();

        @Select("SELECT id, item FROM item_ordered ORDER BY id")
        @Options(fetchSize = 5)
        Cursor<Order> all();

        @Select("SELECT DISTINCT item FROM item_ordered ORDER BY item")
        @Result(property = "item", column = "item")
        @Result(property = "ids", column = "item", many = @Many(select = "idsOf"))
        List<Ordered> items();

        @Select("SELECT id FROM item_ordered WHERE item = #{item} ORDER BY id")
        List<Long> idsOf(int item);
    }

    interface Stock {

        @Update("UPDATE item SET pieces = pieces - #{pieces} WHERE id = #{item}")
        int take(@Param("item") int item, @Param("pieces") int pieces);
    }
}
