<?php
// Installs WordPress with its defaults, and writes articles of 1, 50 and 1,000 comments.
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = $argv[1];
require 'wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('The Signal Box', 'editor', 'editor@staff.example.org', true, '', 'opinion-bench');
// As ours: fifty comments on a page, from anybody, none mailed about.
update_option('page_comments', 1);
update_option('comments_per_page', 50);
update_option('comments_notify', 0);
update_option('moderation_notify', 0);
update_option('comment_moderation', 1);
$told = json_decode(file_get_contents($argv[2]), true);
foreach ($told['articles'] as $number => $article) {
    $post = wp_insert_post(wp_slash([
        'post_title' => $article['headline'], 'post_excerpt' => $article['standfirst'],
        'post_content' => $article['html'], 'post_status' => 'publish', 'post_author' => 1,
        'post_date' => gmdate('Y-m-d H:i:s', time() - 86400 * ($number + 1)),
    ]));
    $count = $article['comments'];
    for ($place = 0; $place < $count; $place++) {
        $at = gmdate('Y-m-d H:i:s', time() - 60 * ($count - $place));
        $wpdb->insert($wpdb->comments, [
            'comment_post_ID' => $post, 'comment_author' => "Reader $place",
            'comment_author_email' => "reader$place@readers.example.org",
            'comment_content' => $told['comments'][$place % count($told['comments'])],
            'comment_date' => $at, 'comment_date_gmt' => $at, 'comment_approved' => '1',
            'comment_type' => 'comment',
        ]);
    }
    wp_update_comment_count_now($post);
    if ($count) {
        echo "$count $post\n";
    }
}
