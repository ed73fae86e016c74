using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using TenantTokens.Notifications.Tests.Infrastructure;
using TenantTokens.Rotations.Messages;
using TenantTokens.Tooling;

namespace TenantTokens.Notifications.Tests.Cards;

/// <summary>Every card is one that the public Adaptive Cards library reads without a word and shows.</summary>
public sealed class CardSchemaTests
{
    private const string Library = "adaptivecards/dist/adaptivecards.min.js";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_public_parser_has_nothing_to_say_about_any_card()
    {
        JsonArray cards = [];
        foreach (Notification notification in TenantTokens.Notifications.Tests.Infrastructure.Cards.Notifications())
        {
            cards.Add(await TenantTokens.Notifications.Tests.Infrastructure.Cards.CardAsync(notification));
        }

        Assert.Equal("", await ValidateAsync(cards));
    }

    [Theory]
    [InlineData("""{"type":"Bogus"}""", "Unknown element type")]
    [InlineData("""{"type":"TextBlock","text":"x","size":"Huge"}""", "Invalid value")]
    [InlineData("""{"type":"ActionSet","actions":[{"type":"Action.OpenUrl","title":"no address"}]}""", "Property \"url\" must be set")]
    public async Task The_public_parser_names_what_is_wrong_with_a_card(string element, string problem)
    {
        JsonNode card = await TenantTokens.Notifications.Tests.Infrastructure.Cards.CardAsync(Letters.About(NotificationKind.Reminded));
        card["body"]!.AsArray().Add(JsonNode.Parse(element));

        Assert.Contains(problem, await ValidateAsync([card]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_card_renders_with_its_title_and_its_button()
    {
        Notification[] notifications = [.. TenantTokens.Notifications.Tests.Infrastructure.Cards.Notifications()];
        JsonArray cards = [];
        foreach (Notification notification in notifications)
        {
            cards.Add(await TenantTokens.Notifications.Tests.Infrastructure.Cards.CardAsync(notification));
        }

        string[] shown = (await RenderAsync(cards)).Split("<section", StringSplitOptions.None)[1..];

        Assert.Equal(notifications.Length, shown.Length);
        foreach ((Notification notification, string card) in notifications.Zip(shown))
        {
            Assert.Contains("ac-textBlock", card, StringComparison.Ordinal);
            Assert.True(
                notification.Title.Contains('<', StringComparison.Ordinal) || card.Contains(notification.Title, StringComparison.Ordinal),
                $"{notification.Kind}: {card}");
            Assert.Equal(notification.Page is not null, card.Contains("<button", StringComparison.Ordinal));
            Assert.DoesNotContain("<img", card, StringComparison.Ordinal);
        }

        Assert.Contains("and 19,970 more", shown[^2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_message_is_below_28_KB()
    {
        foreach (Notification notification in TenantTokens.Notifications.Tests.Infrastructure.Cards.Notifications())
        {
            Assert.InRange(
                Encoding.UTF8.GetByteCount(await TenantTokens.Notifications.Tests.Infrastructure.Cards.PostedAsync(notification)),
                1,
                28 * 1024);
        }
    }

    [Fact]
    public async Task The_only_action_opens_the_page_without_what_votes()
    {
        JsonNode card = await TenantTokens.Notifications.Tests.Infrastructure.Cards.CardAsync(
            Letters.About(NotificationKind.ApprovalNeeded) with { Page = new Uri($"{Letters.Page}?t=v1.secret#also") });

        JsonNode action = Assert.Single(card["actions"]!.AsArray())!;
        Assert.Equal("Action.OpenUrl", (string?)action["type"]);
        Assert.Equal(Letters.Page.AbsoluteUri, (string?)action["url"]);
        Assert.DoesNotContain("secret", card.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_about_no_gate_has_no_action()
        => Assert.Null((await TenantTokens.Notifications.Tests.Infrastructure.Cards.CardAsync(
            NotificationText.For(NotificationKind.Started, Letters.Snapshot())!))["actions"]);

    private static async Task<string> ValidateAsync(JsonArray cards)
    {
        string library = await NodePackages.PathOfAsync(Library, Stop);
        return await RunAsync(
            NodePackages.Node,
            [Path.Combine(AppContext.BaseDirectory, "scripts", "validate-cards.js"), library],
            cards.ToJsonString());
    }

    /// <summary>What a browser makes of the cards, as the library draws them: one section each.</summary>
    private static async Task<string> RenderAsync(JsonArray cards)
    {
        string chromium = ExternalTool.Require("the Debian package chromium", "chromium");
        string library = await File.ReadAllTextAsync(await NodePackages.PathOfAsync(Library, Stop), Stop);
        DirectoryInfo place = Directory.CreateTempSubdirectory("tenant-token-cards-");
        try
        {
            string page = Path.Combine(place.FullName, "cards.html");
            await File.WriteAllTextAsync(page, $$"""
                <!DOCTYPE html><meta charset="utf-8"><body><script>{{library}}</script><script>
                for (const payload of {{cards.ToJsonString()}}) {
                  const card = new AdaptiveCards.AdaptiveCard();
                  card.parse(payload);
                  const section = document.createElement('section');
                  section.appendChild(card.render());
                  document.body.appendChild(section);
                }
                document.querySelectorAll('script').forEach((script) => script.remove());
                </script></body>
                """, Stop);
            return await RunAsync(
                chromium,
                [
                    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", $"--user-data-dir={Path.Combine(place.FullName, "profile")}",
                    "--dump-dom", new Uri(page).AbsoluteUri,
                ],
                input: "");
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string input)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync(Stop);
        Task<string> output = process.StandardOutput.ReadToEndAsync(Stop);
        await process.StandardInput.WriteAsync(input.AsMemory(), Stop);
        process.StandardInput.Close();
        await process.WaitForExitAsync(Stop);
        Assert.True(process.ExitCode == 0, await errors);
        return await output;
    }
}
