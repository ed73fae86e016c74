using System.Text;

namespace TenantTokens.Shared.Tests.Architecture;

/// <summary>
/// Draws the folders for docs/architecture.md as two Mermaid flowcharts: the folders of src/Shared, and the stages in Rotations. An arrow
/// means "uses"; one that follows from others is left out.
/// </summary>
internal static class FolderDrawing
{
    private const string Begin = "<!-- graph:begin -->";
    private const string End = "<!-- graph:end -->";

    /// <summary>The document with the drawing of a graph between its marks.</summary>
    public static string In(string document, FolderGraph graph) => GeneratedFile.Between(document, Begin, End, Draw(graph));

    private static string Draw(FolderGraph graph)
        => $"""
            The folders of `src/Shared` (an arrow means "uses"; one that follows from others is left out):

            {Chart(graph, static folder => folder.Split('/')[0])}

            The stages in `Rotations`:

            {Chart(graph, static folder => folder.StartsWith("Rotations/", StringComparison.Ordinal) ? folder["Rotations/".Length..] : null)}

            """;

    private static string Chart(FolderGraph graph, Func<string, string?> nodeOf)
    {
        Dictionary<string, SortedSet<string>> uses = new(StringComparer.Ordinal);
        foreach (string node in graph.Folders.Select(nodeOf).OfType<string>())
        {
            uses.TryAdd(node, new(StringComparer.Ordinal));
        }

        foreach (FolderUse use in graph.Uses)
        {
            if (nodeOf(use.From) is { } from && nodeOf(use.To) is { } to && from != to)
            {
                uses[from].Add(to);
            }
        }

        StringBuilder chart = new("```mermaid\nflowchart TD\n");
        foreach ((string from, SortedSet<string> used) in uses.OrderBy(static one => one.Key, StringComparer.Ordinal))
        {
            chart.Append($"    {from}\n");
            foreach (string to in used.Where(to => !used.Any(other => other != to && Reaches(uses, other, to))))
            {
                chart.Append($"    {from} --> {to}\n");
            }
        }

        return chart.Append("```").ToString();
    }

    private static bool Reaches(Dictionary<string, SortedSet<string>> uses, string from, string to)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        Queue<string> open = new([from]);
        while (open.TryDequeue(out string? node))
        {
            if (node == to)
            {
                return true;
            }

            foreach (string next in uses[node].Where(seen.Add))
            {
                open.Enqueue(next);
            }
        }

        return false;
    }
}
