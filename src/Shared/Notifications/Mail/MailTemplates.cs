using System.Reflection;
using Fluid;
using Fluid.Values;
using TenantTokens.Surfaces;

namespace TenantTokens.Notifications.Mail;

/// <summary>
/// Fills the mail templates with a notification, with the same values for HTML and plain text. Every value is encoded, because other people
/// write names and reasons.
/// </summary>
internal static class MailTemplates
{
    private const int LongestText = 4000;
    private const int LongestFact = 500;
    private const int LongestItem = 300;
    private const int MaxFacts = 20;
    private const int MaxItems = 200;

    private static readonly FluidParser _parser = new();
    private static readonly TemplateOptions _options = CreateOptions();
    private static readonly IFluidTemplate _html = Read("letter.html.liquid");
    private static readonly IFluidTemplate _text = Read("letter.text.liquid");

    /// <summary>Writes the content as HTML and as plain text.</summary>
    /// <param name="notification">The notification.</param>
    /// <param name="link">The target of the button; null when there is no page.</param>
    /// <param name="mayDecide">Whether the link votes.</param>
    public static async Task<(string Html, string Text)> WriteAsync(Notification notification, Uri? link, bool mayDecide)
    {
        TemplateContext context = new(_options);
        context.SetValue("title", (object)CutText.Cut(notification.Title, LongestFact));
        context.SetValue("paragraphs", CutText.Cut(notification.Text, LongestText).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        context.SetValue("items", notification.Items.Take(MaxItems).Select(static item => CutText.Cut(item, LongestItem)).ToArray());
        context.SetValue("more", Math.Max(0, notification.Items.Count - MaxItems));
        context.SetValue(
            "facts",
            notification.Facts.Take(MaxFacts).Select(static fact => fact with { Value = CutText.Cut(fact.Value, LongestFact) }).ToArray());
        context.SetValue("link", link); // a Uri, not text: our own link is the only one that is not defused
        context.SetValue("mayDecide", mayDecide && link is not null);
        context.SetValue("mayLook", !mayDecide && link is not null);
        context.SetValue("isAsked", notification.Gate is not null && notification.Kind is not NotificationKind.Superseded);
        context.SetValue("rotationId", (object)notification.RotationId);
        return (await _html.RenderAsync(context, MailHtmlText.Encoder), await _text.RenderAsync(context, NullEncoder.Default));
    }

    private static TemplateOptions CreateOptions()
    {
        TemplateOptions options = new();
        options.MemberAccessStrategy.Register<NotificationFact>();

        // Every text in a template passes through this converter.
        options.ValueConverters.Add(static value => value switch
        {
            string words => new StringValue(MailText.Encode(words)),
            Uri link => new StringValue(link.AbsoluteUri),
            _ => null!,
        });
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
