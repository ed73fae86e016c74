using TenantTokens.Rotations;
using TenantTokens.Web.Markup;

namespace TenantTokens.Web.Pages;

/// <summary>Shows the latest rotations of every environment.</summary>
internal static class RotationsPage
{
    public static PageResult Write(IReadOnlyList<(string EnvironmentId, IReadOnlyList<RotationRecord> Rotations)> environments)
    {
        IEnumerable<Html> sections = environments.Select(static (environment, index) => Html.From($"""
            <section class="card" aria-labelledby="environment-{index}">
            <h2 id="environment-{index}">Environment {environment.EnvironmentId}</h2>
            {Rotations($"environment-{index}", environment.Rotations)}
            </section>
            """));
        return new PageResult("Rotations", Html.From($"""
            <h1>Rotations</h1>
            <p class="lead">A rotation that waits harms nobody: its page says what it waits for.</p>
            {sections}
            """));
    }

    private static Html Rotations(string heading, IReadOnlyList<RotationRecord> rotations)
        => rotations is []
            ? Html.From($"<p>No rotation yet.</p>")
            : Table.From(heading, ["Rotation", "Status", "Requested by", "Since"], rotations.Select(Row));

    private static Html[] Row(RotationRecord rotation) =>
    [
        Html.From($"""<a href="/rotations/{Uri.EscapeDataString(rotation.RotationId)}">{rotation.RotationId}</a>"""),
        RotationPage.Badges(rotation),
        Html.From($"{rotation.RequestedBy}"),
        Parts.Time(rotation.CreatedAt),
    ];
}
