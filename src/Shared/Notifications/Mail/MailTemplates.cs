using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Fluid;

namespace TenantTokens.Notifications.Mail;

/// <summary>Turns a notification into the words of a letter, with the same values for both forms. Everything is encoded: names and reasons are anybody's.</summary>
internal static class MailTemplates
{
    private const int LongestText = 4000;
    private const int LongestFact = 500;
    private const int LongestItem = 300;
    private const int MostFacts = 20;
    private const int MostItems = 200;

    private static readonly FluidParser _parser = new();
    private static readonly TemplateOptions _options = CreateOptions();
    private static readonly IFluidTemplate _html = Read("letter.html.liquid");
    private static readonly IFluidTemplate _text = Read("letter.text.liquid");
    private static readonly HtmlEncoder _encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The words as HTML and as plain text.</summary>
    /// <param name="notification">What is said.</param>
    /// <param name="link">Where the button leads; null when there is no page.</param>
    /// <param name="mayDecide">Whether the link votes.</param>
    public static async Task<(string Html, string Text)> WriteAsync(Notification notification, Uri? link, bool mayDecide)
    {
        TemplateContext context = new(_options);
        context.SetValue("title", PlainText.Unclickable(PlainText.Line(notification.Title, LongestFact)));
        context.SetValue("paragraphs", PlainText.Cut(notification.Text, LongestText).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(PlainText.Unclickable).ToArray());
        context.SetValue("items", notification.Items.Take(MostItems).Select(static item => PlainText.Unclickable(PlainText.Line(item, LongestItem))).ToArray());
        context.SetValue("more", Math.Max(0, notification.Items.Count - MostItems));
        context.SetValue("facts", notification.Facts.Take(MostFacts).Select(static fact => new NotificationFact(fact.Title, PlainText.Unclickable(PlainText.Line(fact.Value, LongestFact)))).ToArray());
        context.SetValue("link", link?.AbsoluteUri);
        context.SetValue("mayDecide", mayDecide && link is not null);
        context.SetValue("mayLook", !mayDecide && link is not null);
        context.SetValue("isAsked", notification.Gate is not null && notification.Kind is not NotificationKind.Superseded);
        context.SetValue("rotationId", notification.RotationId);
        return (await _html.RenderAsync(context, _encoder), await _text.RenderAsync(context, NullEncoder.Default));
    }

    private static TemplateOptions CreateOptions()
    {
        TemplateOptions options = new();
        options.MemberAccessStrategy.Register<NotificationFact>();
        return options;
    }

    private static IFluidTemplate Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"mail/{name}")
            ?? throw new InvalidOperationException($"The assembly has no template {name}.");
        using StreamReader reader = new(stream);
        return _parser.TryParse(reader.ReadToEnd(), out IFluidTemplate template, out string error)
            ? template
            : throw new InvalidOperationException($"The template {name} cannot be read: {error}");
    }
}
