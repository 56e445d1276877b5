/** The instant from which a task in the trash is deleted for good. */
export function endInTrash(trashedAt: string, trashDays: number): string {
  return new Date(Date.parse(trashedAt) + trashDays * 86_400_000).toISOString();
}
