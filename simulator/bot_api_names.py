"""Every method of Bot API 10.1 with its parameters: what is refused by name comes from here.

Source: core.telegram.org/bots/api, version 10.1 (June 11, 2026).
"""

from __future__ import annotations

_METHODS = """
getUpdates: offset limit timeout allowed_updates
setWebhook: url certificate ip_address max_connections allowed_updates drop_pending_updates
  secret_token
deleteWebhook: drop_pending_updates
getWebhookInfo:
getMe:
logOut:
close:
sendMessage: business_connection_id chat_id message_thread_id direct_messages_topic_id text
  parse_mode entities link_preview_options disable_notification protect_content
  allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters reply_markup
forwardMessage: chat_id message_thread_id direct_messages_topic_id from_chat_id
  video_start_timestamp disable_notification protect_content message_effect_id
  suggested_post_parameters message_id
forwardMessages: chat_id message_thread_id direct_messages_topic_id from_chat_id message_ids
  disable_notification protect_content
copyMessage: chat_id message_thread_id direct_messages_topic_id from_chat_id message_id
  video_start_timestamp caption parse_mode caption_entities show_caption_above_media
  disable_notification protect_content allow_paid_broadcast message_effect_id
  suggested_post_parameters reply_parameters reply_markup
copyMessages: chat_id message_thread_id direct_messages_topic_id from_chat_id message_ids
  disable_notification protect_content remove_caption
sendPhoto: business_connection_id chat_id message_thread_id direct_messages_topic_id photo caption
  parse_mode caption_entities show_caption_above_media has_spoiler disable_notification
  protect_content allow_paid_broadcast message_effect_id suggested_post_parameters
  reply_parameters reply_markup
sendLivePhoto: business_connection_id chat_id message_thread_id direct_messages_topic_id
  live_photo photo caption parse_mode caption_entities show_caption_above_media has_spoiler
  disable_notification protect_content allow_paid_broadcast message_effect_id
  suggested_post_parameters reply_parameters reply_markup
sendAudio: business_connection_id chat_id message_thread_id direct_messages_topic_id audio caption
  parse_mode caption_entities duration performer title thumbnail disable_notification
  protect_content allow_paid_broadcast message_effect_id suggested_post_parameters
  reply_parameters reply_markup
sendDocument: business_connection_id chat_id message_thread_id direct_messages_topic_id document
  thumbnail caption parse_mode caption_entities disable_content_type_detection
  disable_notification protect_content allow_paid_broadcast message_effect_id
  suggested_post_parameters reply_parameters reply_markup
sendVideo: business_connection_id chat_id message_thread_id direct_messages_topic_id video
  duration width height thumbnail cover start_timestamp caption parse_mode caption_entities
  show_caption_above_media has_spoiler supports_streaming disable_notification protect_content
  allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters reply_markup
sendAnimation: business_connection_id chat_id message_thread_id direct_messages_topic_id animation
  duration width height thumbnail caption parse_mode caption_entities show_caption_above_media
  has_spoiler disable_notification protect_content allow_paid_broadcast message_effect_id
  suggested_post_parameters reply_parameters reply_markup
sendVoice: business_connection_id chat_id message_thread_id direct_messages_topic_id voice caption
  parse_mode caption_entities duration disable_notification protect_content allow_paid_broadcast
  message_effect_id suggested_post_parameters reply_parameters reply_markup
sendVideoNote: business_connection_id chat_id message_thread_id direct_messages_topic_id
  video_note duration length thumbnail disable_notification protect_content allow_paid_broadcast
  message_effect_id suggested_post_parameters reply_parameters reply_markup
sendPaidMedia: business_connection_id chat_id message_thread_id direct_messages_topic_id
  star_count media payload caption parse_mode caption_entities show_caption_above_media
  disable_notification protect_content allow_paid_broadcast suggested_post_parameters
  reply_parameters reply_markup
sendMediaGroup: business_connection_id chat_id message_thread_id direct_messages_topic_id media
  disable_notification protect_content allow_paid_broadcast message_effect_id reply_parameters
sendLocation: business_connection_id chat_id message_thread_id direct_messages_topic_id latitude
  longitude horizontal_accuracy live_period heading proximity_alert_radius disable_notification
  protect_content allow_paid_broadcast message_effect_id suggested_post_parameters
  reply_parameters reply_markup
sendVenue: business_connection_id chat_id message_thread_id direct_messages_topic_id latitude
  longitude title address foursquare_id foursquare_type google_place_id google_place_type
  disable_notification protect_content allow_paid_broadcast message_effect_id
  suggested_post_parameters reply_parameters reply_markup
sendContact: business_connection_id chat_id message_thread_id direct_messages_topic_id
  phone_number first_name last_name vcard disable_notification protect_content
  allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters reply_markup
sendPoll: business_connection_id chat_id message_thread_id question question_parse_mode
  question_entities options is_anonymous type allows_multiple_answers allows_revoting
  shuffle_options allow_adding_options hide_results_until_closes members_only country_codes
  correct_option_ids explanation explanation_parse_mode explanation_entities explanation_media
  open_period close_date is_closed description description_parse_mode description_entities media
  disable_notification protect_content allow_paid_broadcast message_effect_id reply_parameters
  reply_markup
sendChecklist: business_connection_id chat_id checklist disable_notification protect_content
  message_effect_id reply_parameters reply_markup
sendDice: business_connection_id chat_id message_thread_id direct_messages_topic_id emoji
  disable_notification protect_content allow_paid_broadcast message_effect_id
  suggested_post_parameters reply_parameters reply_markup
sendMessageDraft: chat_id message_thread_id draft_id text parse_mode entities
sendChatAction: business_connection_id chat_id message_thread_id action
setMessageReaction: chat_id message_id reaction is_big
getUserProfilePhotos: user_id offset limit
getUserProfileAudios: user_id offset limit
setUserEmojiStatus: user_id emoji_status_custom_emoji_id emoji_status_expiration_date
getFile: file_id
banChatMember: chat_id user_id until_date revoke_messages
unbanChatMember: chat_id user_id only_if_banned
restrictChatMember: chat_id user_id permissions use_independent_chat_permissions until_date
promoteChatMember: chat_id user_id is_anonymous can_manage_chat can_delete_messages
  can_manage_video_chats can_restrict_members can_promote_members can_change_info can_invite_users
  can_post_stories can_edit_stories can_delete_stories can_post_messages can_edit_messages
  can_pin_messages can_manage_topics can_manage_direct_messages can_manage_tags
setChatAdministratorCustomTitle: chat_id user_id custom_title
setChatMemberTag: chat_id user_id tag
banChatSenderChat: chat_id sender_chat_id
unbanChatSenderChat: chat_id sender_chat_id
setChatPermissions: chat_id permissions use_independent_chat_permissions
exportChatInviteLink: chat_id
createChatInviteLink: chat_id name expire_date member_limit creates_join_request
editChatInviteLink: chat_id invite_link name expire_date member_limit creates_join_request
createChatSubscriptionInviteLink: chat_id name subscription_period subscription_price
editChatSubscriptionInviteLink: chat_id invite_link name
revokeChatInviteLink: chat_id invite_link
approveChatJoinRequest: chat_id user_id
declineChatJoinRequest: chat_id user_id
answerChatJoinRequestQuery: chat_join_request_query_id result
sendChatJoinRequestWebApp: chat_join_request_query_id web_app_url
setChatPhoto: chat_id photo
deleteChatPhoto: chat_id
setChatTitle: chat_id title
setChatDescription: chat_id description
pinChatMessage: business_connection_id chat_id message_id disable_notification
unpinChatMessage: business_connection_id chat_id message_id
unpinAllChatMessages: chat_id
leaveChat: chat_id
getChat: chat_id
getChatAdministrators: chat_id return_bots
getChatMemberCount: chat_id
getChatMember: chat_id user_id
getUserPersonalChatMessages: user_id limit
setChatStickerSet: chat_id sticker_set_name
deleteChatStickerSet: chat_id
getForumTopicIconStickers:
createForumTopic: chat_id name icon_color icon_custom_emoji_id
editForumTopic: chat_id message_thread_id name icon_custom_emoji_id
closeForumTopic: chat_id message_thread_id
reopenForumTopic: chat_id message_thread_id
deleteForumTopic: chat_id message_thread_id
unpinAllForumTopicMessages: chat_id message_thread_id
editGeneralForumTopic: chat_id name
closeGeneralForumTopic: chat_id
reopenGeneralForumTopic: chat_id
hideGeneralForumTopic: chat_id
unhideGeneralForumTopic: chat_id
unpinAllGeneralForumTopicMessages: chat_id
answerCallbackQuery: callback_query_id text show_alert url cache_time
answerGuestQuery: guest_query_id result
getUserChatBoosts: chat_id user_id
getBusinessConnection: business_connection_id
getManagedBotToken: user_id
replaceManagedBotToken: user_id
getManagedBotAccessSettings: user_id
setManagedBotAccessSettings: user_id is_access_restricted added_user_ids
setMyCommands: commands scope language_code
deleteMyCommands: scope language_code
getMyCommands: scope language_code
setMyName: name language_code
getMyName: language_code
setMyDescription: description language_code
getMyDescription: language_code
setMyShortDescription: short_description language_code
getMyShortDescription: language_code
setMyProfilePhoto: photo
removeMyProfilePhoto:
setChatMenuButton: chat_id menu_button
getChatMenuButton: chat_id
setMyDefaultAdministratorRights: rights for_channels
getMyDefaultAdministratorRights: for_channels
getAvailableGifts:
sendGift: user_id chat_id gift_id pay_for_upgrade text text_parse_mode text_entities
giftPremiumSubscription: user_id month_count star_count text text_parse_mode text_entities
verifyUser: user_id custom_description
verifyChat: chat_id custom_description
removeUserVerification: user_id
removeChatVerification: chat_id
readBusinessMessage: business_connection_id chat_id message_id
deleteBusinessMessages: business_connection_id message_ids
setBusinessAccountName: business_connection_id first_name last_name
setBusinessAccountUsername: business_connection_id username
setBusinessAccountBio: business_connection_id bio
setBusinessAccountProfilePhoto: business_connection_id photo is_public
removeBusinessAccountProfilePhoto: business_connection_id is_public
setBusinessAccountGiftSettings: business_connection_id show_gift_button accepted_gift_types
getBusinessAccountStarBalance: business_connection_id
transferBusinessAccountStars: business_connection_id star_count
getBusinessAccountGifts: business_connection_id exclude_unsaved exclude_saved exclude_unlimited
  exclude_limited_upgradable exclude_limited_non_upgradable exclude_unique exclude_from_blockchain
  sort_by_price offset limit
getUserGifts: user_id exclude_unlimited exclude_limited_upgradable exclude_limited_non_upgradable
  exclude_from_blockchain exclude_unique sort_by_price offset limit
getChatGifts: chat_id exclude_unsaved exclude_saved exclude_unlimited exclude_limited_upgradable
  exclude_limited_non_upgradable exclude_from_blockchain exclude_unique sort_by_price offset limit
convertGiftToStars: business_connection_id owned_gift_id
upgradeGift: business_connection_id owned_gift_id keep_original_details star_count
transferGift: business_connection_id owned_gift_id new_owner_chat_id star_count
postStory: business_connection_id content active_period caption parse_mode caption_entities areas
  post_to_chat_page protect_content
repostStory: business_connection_id from_chat_id from_story_id active_period post_to_chat_page
  protect_content
editStory: business_connection_id story_id content caption parse_mode caption_entities areas
deleteStory: business_connection_id story_id
answerWebAppQuery: web_app_query_id result
savePreparedInlineMessage: user_id result allow_user_chats allow_bot_chats allow_group_chats
  allow_channel_chats
savePreparedKeyboardButton: user_id button
editMessageText: business_connection_id chat_id message_id inline_message_id text parse_mode
  entities link_preview_options rich_message reply_markup
editMessageCaption: business_connection_id chat_id message_id inline_message_id caption parse_mode
  caption_entities show_caption_above_media reply_markup
editMessageMedia: business_connection_id chat_id message_id inline_message_id media reply_markup
editMessageLiveLocation: business_connection_id chat_id message_id inline_message_id latitude
  longitude live_period horizontal_accuracy heading proximity_alert_radius reply_markup
stopMessageLiveLocation: business_connection_id chat_id message_id inline_message_id reply_markup
editMessageChecklist: business_connection_id chat_id message_id checklist reply_markup
editMessageReplyMarkup: business_connection_id chat_id message_id inline_message_id reply_markup
stopPoll: business_connection_id chat_id message_id reply_markup
approveSuggestedPost: chat_id message_id send_date
declineSuggestedPost: chat_id message_id comment
deleteMessage: chat_id message_id
deleteMessages: chat_id message_ids
deleteMessageReaction: chat_id message_id user_id actor_chat_id
deleteAllMessageReactions: chat_id user_id actor_chat_id
sendSticker: business_connection_id chat_id message_thread_id direct_messages_topic_id sticker
  emoji disable_notification protect_content allow_paid_broadcast message_effect_id
  suggested_post_parameters reply_parameters reply_markup
getStickerSet: name
getCustomEmojiStickers: custom_emoji_ids
uploadStickerFile: user_id sticker sticker_format
createNewStickerSet: user_id name title stickers sticker_type needs_repainting
addStickerToSet: user_id name sticker
setStickerPositionInSet: sticker position
deleteStickerFromSet: sticker
replaceStickerInSet: user_id name old_sticker sticker
setStickerEmojiList: sticker emoji_list
setStickerKeywords: sticker keywords
setStickerMaskPosition: sticker mask_position
setStickerSetTitle: name title
setStickerSetThumbnail: name user_id thumbnail format
setCustomEmojiStickerSetThumbnail: name custom_emoji_id
deleteStickerSet: name
sendRichMessage: business_connection_id chat_id message_thread_id direct_messages_topic_id
  rich_message disable_notification protect_content allow_paid_broadcast message_effect_id
  suggested_post_parameters reply_parameters reply_markup
sendRichMessageDraft: chat_id message_thread_id draft_id rich_message
answerInlineQuery: inline_query_id results cache_time is_personal next_offset button
sendInvoice: chat_id message_thread_id direct_messages_topic_id title description payload
  provider_token currency prices max_tip_amount suggested_tip_amounts start_parameter
  provider_data photo_url photo_size photo_width photo_height need_name need_phone_number
  need_email need_shipping_address send_phone_number_to_provider send_email_to_provider
  is_flexible disable_notification protect_content allow_paid_broadcast message_effect_id
  suggested_post_parameters reply_parameters reply_markup
createInvoiceLink: business_connection_id title description payload provider_token currency prices
  subscription_period max_tip_amount suggested_tip_amounts provider_data photo_url photo_size
  photo_width photo_height need_name need_phone_number need_email need_shipping_address
  send_phone_number_to_provider send_email_to_provider is_flexible
answerShippingQuery: shipping_query_id ok shipping_options error_message
answerPreCheckoutQuery: pre_checkout_query_id ok error_message
getMyStarBalance:
getStarTransactions: offset limit
refundStarPayment: user_id telegram_payment_charge_id
editUserStarSubscription: user_id telegram_payment_charge_id is_canceled
setPassportDataErrors: user_id errors
sendGame: business_connection_id chat_id message_thread_id game_short_name disable_notification
  protect_content allow_paid_broadcast message_effect_id reply_parameters reply_markup
setGameScore: user_id score force disable_edit_message chat_id message_id inline_message_id
getGameHighScores: user_id chat_id message_id inline_message_id
"""


def _read(text: str) -> dict[str, frozenset[str]]:
    known: dict[str, frozenset[str]] = {}
    for line in text.replace("\n  ", " ").strip().splitlines():
        name, _, parameters = line.partition(":")
        known[name] = frozenset(parameters.split())
    return known


KNOWN = _read(_METHODS)

# Methods are found whatever the case of their letters, as Telegram finds them.
BY_LOWER_NAME = {name.lower(): name for name in KNOWN}

# Parameters that the schema dropped but Telegram still honours: ignoring them would mislead.
DEPRECATED = frozenset(
    {"reply_to_message_id", "allow_sending_without_reply", "disable_web_page_preview"}
)

MESSAGE_ENTITY_TYPES = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)
