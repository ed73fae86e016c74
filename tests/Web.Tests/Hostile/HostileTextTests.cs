using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests.Hostile;

/// <summary>What people, hosts, Azure and Dynatrace write is data: in every field, on every surface.</summary>
public sealed class HostileTextTests(ITestOutputHelper output) : WebTest
{
    private static IReadOnlyList<ShownDocument>? _expected; // what harmless words look like; made once

    public static TheoryData<string> Kinds => [.. HostileKind.All.Select(static kind => kind.Name)];

    [Fact]
    public void Every_text_of_a_record_that_is_shown_is_listed_as_written_by_others_or_as_ours()
    {
        string[] listed = [.. WrittenFields.Written.Concat(WrittenFields.Ours.Keys).Order(StringComparer.Ordinal)];

        Assert.Equal(WrittenFields.Found().Order(StringComparer.Ordinal), listed);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task No_field_makes_more_of_any_surface_than_words(string name)
    {
        HostileKind kind = HostileKind.All.Single(one => one.Name == name);
        IReadOnlyList<ShownDocument> expected = _expected ??= (await ShowAsync(HostileKind.Harmless)).Shown;
        (HostileLedger ledger, IReadOnlyList<ShownDocument> shown) = await ShowAsync(kind);

        List<string> problems =
        [
            .. shown.SelectMany(
                document => SurfaceRules.ProblemsOf(document).Select(problem => $"{document.Surface}, {document.Name}: {problem}")),
        ];
        problems.AddRange(expected.Zip(shown)
            .Where(static pair => SurfaceRules.ShapeOf(pair.First) != SurfaceRules.ShapeOf(pair.Second))
            .Select(static pair => $"{pair.Second.Surface}, {pair.Second.Name}: another shape"));

        Assert.Equal(
            WrittenFields.NotRows.Order(StringComparer.Ordinal),
            WrittenFields.Written.Except(ledger.Filled).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Count, shown.Count);
        Assert.All(Enum.GetValues<Surface>(), surface => Assert.NotEmpty(Fields(shown, surface))); // or it would look for nothing there
        Assert.True(
            problems.Count is 0,
            string.Join(
                '\n',
                problems.Distinct()
                    .GroupBy(static problem => problem[..problem.IndexOf(':', StringComparison.Ordinal)])
                    .Select(static group => string.Join(" | ", group.Take(6)))));
        Report(ledger, shown);
    }

    private void Report(HostileLedger ledger, IReadOnlyList<ShownDocument> shown)
    {
        string[] fields =
        [
            .. WrittenFields.Written.Where(
                field => shown.Any(document => document.Text.Contains(WrittenFields.MarkOf(field), StringComparison.Ordinal))),
        ];
        int pairs = Enum.GetValues<Surface>().Sum(surface => Fields(shown, surface).Length);
        output.WriteLine(
            $"{ledger.Filled.Count} fields were written; {fields.Length} of them are shown on {Enum.GetValues<Surface>().Length}"
                + $" surfaces, as {pairs} pairs in {shown.Count} documents.");
        foreach (Surface surface in Enum.GetValues<Surface>())
        {
            output.WriteLine(
                $"{surface}: {Fields(shown, surface).Length} fields in {shown.Count(document => document.Surface == surface)} documents.");
        }
    }

    private static string[] Fields(IReadOnlyList<ShownDocument> shown, Surface surface)
        => [
            .. WrittenFields.Written.Where(field => shown.Any(
                document => document.Surface == surface && document.Text.Contains(WrittenFields.MarkOf(field), StringComparison.Ordinal))),
        ];

    private async Task<(HostileLedger Ledger, IReadOnlyList<ShownDocument> Shown)> ShowAsync(HostileKind kind)
    {
        using LogLines log = new();
        WebApp app = await StartAsync(more: services => services
            .AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>()
            .AddSingleton<ILoggerProvider>(log)
            .AddLogging(static logging => logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.None)));
        HostileLedger ledger = new(app, kind);
        await ledger.WriteAsync();
        return (ledger, await new ShownDocuments(app, ledger, log).ShowAsync());
    }
}
